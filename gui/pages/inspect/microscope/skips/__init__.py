"""What each skip of a network contributes: switched off or made weaker while the mask follows."""
