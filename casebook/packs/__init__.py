"""What goes on paper and on maps: review packs and which layers a map has."""
