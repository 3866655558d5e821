-- version.lua: the one version string. The Makefile hands it to the engine and the rockspec's release is checked
-- against it.
return "0.1.0"
