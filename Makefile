# baogao: build, run, test, measure, install. `make help` lists the targets.
#
# One C source tree, one shared object a Lua: build/5.4/baogao/core.so for Lua 5.4, build/5.1/baogao/core.so for
# Lua 5.1, LuaJIT, Neovim and nginx. What a target needs is installed by `make deps` on Debian.

VERSION := $(shell sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)

CC ?= cc
CFLAGS ?= -O2
LIBFLAG ?= -shared
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
C_FLAGS = -std=c99 -fPIC $(WARNINGS) $(CFLAGS) -DBAOGAO_VERSION='"$(VERSION)"'
LIBS := -lm

SOURCES := $(wildcard csrc/*.c csrc/reports/*.c)
HEADERS := $(wildcard csrc/*.h csrc/*.def csrc/reports/*.h csrc/reports/*.def)
LUA_FILES := $(shell find lua -name '*.lua')

# Where each Lua's headers may be; the first that exists is taken.
first_dir = $(firstword $(wildcard $(addsuffix /lua.h,$(1))))
INC_5.4 := $(patsubst %/lua.h,%,$(call first_dir,/usr/include/lua5.4 /usr/include/lua-5.4 /usr/local/include/lua5.4 /opt/homebrew/include/lua5.4 /usr/local/include/lua))
INC_5.1 := $(patsubst %/lua.h,%,$(call first_dir,/usr/include/lua5.1 /usr/include/lua-5.1 /usr/local/include/lua5.1 /opt/homebrew/include/lua5.1 /usr/include/luajit-2.1 /usr/local/include/luajit-2.1 /opt/homebrew/include/luajit-2.1))

ABIS := $(if $(INC_5.4),5.4) $(if $(INC_5.1),5.1)

.PHONY: all clean
all: $(foreach abi,$(ABIS),build/$(abi)/baogao/core.so)

# build/ABI/baogao/core.so from build/ABI/obj/*.o
define abi_rules
build/$(1)/obj/%.o: csrc/%.c $$(HEADERS) lua/baogao/version.lua
	@mkdir -p $$(@D)
	$$(CC) $$(C_FLAGS) -Icsrc -I$$(INC_$(1)) -c $$< -o $$@

build/$(1)/baogao/core.so: $$(SOURCES:csrc/%.c=build/$(1)/obj/%.o)
	@mkdir -p $$(@D)
	$$(CC) $$(LIBFLAG) $$(CFLAGS) $$(LDFLAGS) -o $$@.new $$^ $$(LIBS)
	@mv -f $$@.new $$@
endef
$(foreach abi,5.4 5.1,$(eval $(call abi_rules,$(abi))))

clean:
	rm -rf build lua/baogao/core.so
