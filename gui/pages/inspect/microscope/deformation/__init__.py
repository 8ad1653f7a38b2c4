"""How the elastic deformation of augmentation bends a picture and its mask."""
