"""What people do with a project: add material, code it, look at its state. Joins the stages and the store."""
