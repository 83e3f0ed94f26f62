"""The verbs: import, open a profile, advance a stage, compute figures. Each checks who may."""
