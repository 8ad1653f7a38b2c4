"""Why a network says so: methods, maps, sums, boxes, and their comparison."""
