"""Places by name: curated country packs, the GeoNames floor and imported layers behind one look-up."""

from tawatur.gazetteer.layers import Gazetteer, default_gazetteer

__all__ = ["Gazetteer", "default_gazetteer"]
