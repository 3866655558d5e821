# baogao: build, run, test, measure, install. `make help` lists the targets.
#
# One source tree, one shared object for each Lua: build/5.4/baogao/core.so serves Lua 5.4, build/5.1/baogao/core.so
# serves Lua 5.1, LuaJIT, Neovim and nginx. `make run` and `make test` install on Debian what they need and lack.

VERSION := $(shell sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)

# ---- what a packager may set -------------------------------------------------------------------------------------

CC ?= cc
CFLAGS ?= -O2
LDFLAGS ?=
LIBFLAG ?= -shared
PREFIX ?= /usr/local
DESTDIR ?=
# LUA_INCDIR: where lua.h is, which then tells the version; LUA_LIBDIR: a folder to link with, where a system wants that
LUA_INCDIR ?=
LUA_LIBDIR ?=
LUA_VERSION ?= $(or $(if $(LUA_INCDIR),$(shell sed -n \
	's/^.define LUA_VERSION_NUM[^0-9]*\([0-9]\)0\([0-9]\).*/\1.\2/p' $(LUA_INCDIR)/lua.h)),5.4)
LUA ?= lua$(LUA_VERSION)
INST_LUADIR ?= $(PREFIX)/share/lua/$(LUA_VERSION)
INST_LIBDIR ?= $(PREFIX)/lib/lua/$(LUA_VERSION)
INST_BINDIR ?= $(PREFIX)/bin
# another folder for other flags: make BUILD=build/asan CFLAGS='-O1 -g -fsanitize=address'
BUILD ?= build

# ---- building ----------------------------------------------------------------------------------------------------

# x87 computes wider than double, and bounds would grow by what it drops: SSE2 where the compiler would choose x87
SSE := $(if $(filter 2,$(shell echo __FLT_EVAL_METHOD__ | $(CC) $(CFLAGS) -E -P -x c - 2>/dev/null)),-msse2 -mfpmath=sse)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
C_FLAGS = -std=c99 -fPIC -Icsrc $(WARNINGS) $(SSE) $(CFLAGS) -DBAOGAO_VERSION='"$(VERSION)"'
LINK = $(CC) $(LIBFLAG) $(SSE) $(CFLAGS) $(LDFLAGS) $(if $(LUA_LIBDIR),-L$(LUA_LIBDIR))
LIBS := -lm -lpthread

SOURCES := $(sort $(wildcard csrc/*/*.c))
HEADERS := $(sort $(wildcard csrc/*/*.h csrc/*/*.def))

# The headers of each Lua: LUA_INCDIR, or the first folder of these that has them.
PLACES := /usr/include /usr/local/include /opt/homebrew/include
headers = $(if $(and $(LUA_INCDIR),$(filter $(1),$(LUA_VERSION))),$(LUA_INCDIR),$(patsubst %/lua.h,%,$(firstword \
	$(wildcard $(foreach name,$(2),$(addsuffix /$(name)/lua.h,$(PLACES)))))))
INC_5.5 := $(call headers,5.5,lua5.5 lua-5.5 lua55)
INC_5.4 := $(call headers,5.4,lua5.4 lua-5.4 lua lua54)
INC_5.3 := $(call headers,5.3,lua5.3 lua-5.3 lua53)
INC_5.1 := $(call headers,5.1,lua5.1 lua-5.1 lua51 luajit-2.1)

BUILT := $(if $(INC_5.4),5.4) $(if $(INC_5.1),5.1)

.PHONY: all core nvim run report test bench lint deps-run deps-test deps-bench install install-modules uninstall clean help verify-report proof deps-proof
all: $(foreach lua,$(BUILT),$(BUILD)/$(lua)/baogao/core.so) $(if $(INC_5.1),nvim)
	$(if $(BUILT),,$(error no Lua headers found: run 'make deps-run', or give LUA_VERSION and LUA_INCDIR))

# the one for LUA_VERSION alone
core: $(BUILD)/$(LUA_VERSION)/baogao/core.so

# other flags are other objects: the file is written anew only where they changed
.PHONY: force
force:

define rules
$(BUILD)/$(1)/flags: force
	@mkdir -p $$(@D)
	@echo '$$(CC) $$(C_FLAGS) $$(INC_$(1))' | cmp -s - $$@ || echo '$$(CC) $$(C_FLAGS) $$(INC_$(1))' >$$@

$(BUILD)/$(1)/obj/%.o: csrc/%.c $$(HEADERS) $(BUILD)/$(1)/flags
	@mkdir -p $$(@D)
	$$(CC) $$(C_FLAGS) -I$$(INC_$(1)) -c $$< -o $$@

$(BUILD)/$(1)/baogao/core.so: $$(SOURCES:csrc/%.c=$(BUILD)/$(1)/obj/%.o)
	@mkdir -p $$(@D)
	$$(LINK) -o $$@.new $$^ $$(LIBS)
	@mv -f $$@.new $$@
endef
$(foreach lua,5.5 5.4 5.3 5.1,$(eval $(call rules,$(lua))))

# Neovim finds lua/baogao/core.so in any folder of its runtimepath. A running editor has the old file mapped: it is
# replaced by a new one under its name, never written over.
nvim: lua/baogao/core.so
lua/baogao/core.so: $(BUILD)/5.1/baogao/core.so
	@cp $< $@.new && mv -f $@.new $@

# ---- running, testing, measuring ----------------------------------------------------------------------------------

TREE_PATHS = LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH='$(BUILD)/$(LUA_VERSION)/?.so;;'

# builds on both cores, and shows what the compiler says only where it stops
build_quietly = @$(MAKE) --no-print-directory -j2 all >$(BUILD)-log 2>&1 || { cat $(BUILD)-log; rm -f $(BUILD)-log; exit 1; }; \
	rm -f $(BUILD)-log

# The report on one page; ARGS runs another command: make run ARGS="totals --by level"
ARGS ?= report
run: deps-run
	$(build_quietly)
	@$(TREE_PATHS) $(LUA) lua/baogao/cli/baogao $(ARGS)

test: deps-test
	$(build_quietly)
	@sh spec/run.sh

bench: deps-bench
	$(build_quietly)
	@sh spec/bench/run.sh

# Reads the text that the bundled dataset was made of and compares the two: make verify-report REPORT=file.txt
REPORT ?=
verify-report: deps-run
	@$(MAKE) --no-print-directory core >/dev/null
	@$(TREE_PATHS) $(LUA) spec/support/verify_report.lua "$(REPORT)"

lint: deps-test
	$(build_quietly)
	@sh spec/run.sh lint

# all of it: an hour and a half on two cores. PROOF names steps: make proof PROOF="fuzz intervals"
PROOF ?=
proof: deps-proof
	$(build_quietly)
	@sh spec/proof/run.sh $(PROOF)

# ---- what is needed ----------------------------------------------------------------------------------------------

# lua-lpeg: filter language and readers; lua-dkjson: --format json
RUN_PACKAGES := gcc libc6-dev lua5.4 liblua5.4-dev lua-lpeg lua-dkjson
# pandoc, poppler-utils, a Chinese font: documents to make and read; parallel, bsdutils: pipes and a terminal to run in;
# the other Luas and hosts, test runner, checkers, the engines that queries are written for, a browser, and npm for what
# the suite fetches from there into temporary folders (an LSP client, a driver of the browser, validators)
TEST_PACKAGES := $(RUN_PACKAGES) lua5.1 liblua5.1-0-dev luajit2 lua-busted lua-check luarocks cppcheck valgrind binutils \
	neovim nginx libnginx-mod-http-lua lua-resty-core curl gzip pandoc poppler-utils fonts-droid-fallback parallel bsdutils \
	sqlite3 lua-sql-sqlite3 lua-sql-postgres postgresql clickhouse-server clickhouse-client \
	chromium $(if $(shell command -v npm),,nodejs npm)
# peers of the benchmark; those from npm are installed under build/ where npm is there
BENCH_PACKAGES := $(TEST_PACKAGES) lua-dbi-sqlite3 libsqlite3-dev lua-cjson lua-system ripgrep wrk

# fuzzing, static analysis, coverage, SQLite beside frames, a small Debian of 32 bits
PROOF_PACKAGES := $(TEST_PACKAGES) clang libclang-rt-14-dev clang-tidy gcovr lua-sql-sqlite3 libasan8 libubsan1 libtsan2 debootstrap

# installs, on Debian, those of the packages that are not there
define install_packages
	@if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then \
	  missing=; for p in $(1); do \
	    dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	  if [ -n "$$missing" ]; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    if [ -n "$$sudo" ] && ! command -v sudo >/dev/null; then \
	      echo "baogao needs these packages:$$missing"; \
	      echo "become root (or install sudo) and run: apt-get install$$missing"; exit 1; fi; \
	    echo "installing:$$missing"; \
	    { $$sudo apt-get update -q; $$sudo env DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -q --no-install-recommends $$missing; } >/tmp/baogao-apt.$$$$ 2>&1 \
	      || { tail -n 20 /tmp/baogao-apt.$$$$; rm -f /tmp/baogao-apt.$$$$; exit 1; }; \
	    rm -f /tmp/baogao-apt.$$$$; fi; \
	else $(2); fi
endef

# elsewhere: what to install, in that system's names
define elsewhere
if command -v $(LUA) >/dev/null && [ -n "$(INC_$(LUA_VERSION))" ] && command -v $(CC) >/dev/null; then :; else \
  echo "baogao needs a C compiler, make, Lua 5.4 with its headers, and the Lua modules lpeg and dkjson. Install them with"; \
  if command -v dnf >/dev/null; then echo "  dnf install gcc make lua lua-devel lua-lpeg lua-dkjson"; \
  elif command -v apk >/dev/null; then echo "  apk add build-base lua5.4 lua5.4-dev lua5.4-lpeg lua5.4-dkjson"; \
  elif command -v pacman >/dev/null; then echo "  pacman -S base-devel lua lua-lpeg lua-dkjson"; \
  elif [ "$$(uname)" = Darwin ]; then echo "  brew install lua luarocks && luarocks install lpeg && luarocks install dkjson"; \
  else echo "  your system's package manager"; fi; \
  echo "and say 'make run LUA=lua LUA_INCDIR=/folder/of/lua.h' where they are in other places."; exit 1; fi
endef

define elsewhere_test
echo "the tests also need: lua5.1, luajit, busted, luacheck, cppcheck, valgrind, luarocks, neovim, nginx with its Lua module,"; \
echo "curl. What is not there is told by name."
endef

deps-run:
	$(call install_packages,$(RUN_PACKAGES),$(elsewhere))

deps-bench:
	$(call install_packages,$(BENCH_PACKAGES),$(elsewhere); $(elsewhere_test))

deps-test:
	$(call install_packages,$(TEST_PACKAGES),$(elsewhere); $(elsewhere_test))

deps-proof:
	$(call install_packages,$(PROOF_PACKAGES),$(elsewhere); $(elsewhere_test))

# ---- installing --------------------------------------------------------------------------------------------------

LUA_FILES := $(sort $(shell cd lua && find . -name '*.lua' -o -path '*/cli/baogao' | sed 's,^\./,,'))

# the Lua files and the engine, without the command (LuaRocks brings a command of its own)
install-modules: core
	@mkdir -p $(DESTDIR)$(INST_LIBDIR)/baogao
	@for f in $(LUA_FILES); do mkdir -p "$(DESTDIR)$(INST_LUADIR)/$$(dirname $$f)" \
	  && cp "lua/$$f" "$(DESTDIR)$(INST_LUADIR)/$$f" || exit 1; done
	@cp $(BUILD)/$(LUA_VERSION)/baogao/core.so $(DESTDIR)$(INST_LIBDIR)/baogao/core.so.new
	@mv -f $(DESTDIR)$(INST_LIBDIR)/baogao/core.so.new $(DESTDIR)$(INST_LIBDIR)/baogao/core.so

install: install-modules
	@mkdir -p $(DESTDIR)$(INST_BINDIR)
	@{ echo '#!/bin/sh'; \
	  echo 'LUA_PATH="$(INST_LUADIR)/?.lua;$(INST_LUADIR)/?/init.lua;$${LUA_PATH:-;;}"'; \
	  echo 'LUA_CPATH="$(INST_LIBDIR)/?.so;$${LUA_CPATH:-;;}"'; \
	  echo 'export LUA_PATH LUA_CPATH'; \
	  echo 'exec $(LUA) "$(INST_LUADIR)/baogao/cli/baogao" "$$@"'; } >$(DESTDIR)$(INST_BINDIR)/baogao
	@chmod 755 $(DESTDIR)$(INST_BINDIR)/baogao
	@echo "installed baogao $(VERSION) for Lua $(LUA_VERSION) under $(DESTDIR)$(PREFIX)"

uninstall:
	@rm -rf $(DESTDIR)$(INST_LUADIR)/baogao $(DESTDIR)$(INST_LIBDIR)/baogao $(DESTDIR)$(INST_BINDIR)/baogao \
	  $(DESTDIR)$(INST_LUADIR)/resty/baogao.lua
	@rmdir $(DESTDIR)$(INST_LUADIR)/resty 2>/dev/null || true
	@echo "removed baogao from $(DESTDIR)$(PREFIX)"

clean:
	rm -rf build lua/baogao/core.so

help:
	@echo "make run        install what is missing (Debian), build, print the report; ARGS='totals --by level' for more"
	@echo "make test       the same, and the whole suite"
	@echo "make proof      every allocation failed, fuzzing, differential runs, static analysis, packaging; a summary of figures"
	@echo "make bench      ratios against the peers, in one run"
	@echo "make verify-report REPORT=file   read the bundled report's text and compare it with the dataset"
	@echo "make            build for every Lua whose headers are here, and for Neovim"
	@echo "make nvim       put lua/baogao/core.so where Neovim's runtimepath finds it"
	@echo "make install    PREFIX, DESTDIR, LUA_VERSION, LUA_INCDIR, LUA_LIBDIR, CFLAGS; make uninstall"
	@echo "make lint clean"
