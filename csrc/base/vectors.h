/*
** vectors.h: how the engine asks the compiler for the processor it runs on.
**
** Loops over batches are plain C that a compiler turns into vector
** instructions. BG_CLONES before a function builds it once for any x86-64 and
** once for one with AVX2; the dynamic linker picks at load. Where that is not
** to be had (another processor, another C library, a sanitizer, which runs
** before the picking could) the macro is empty and the loop is what it says.
** BG_VECTORS says that GNU vector types exist.
*/
#ifndef BAOGAO_VECTORS_H
#define BAOGAO_VECTORS_H

#include <stddef.h>
#include <stdint.h> /* brings __GLIBC__ */

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

/* Clones for newer processors are chosen by resolvers that run whenever the
** library is loaded, which costs every require some 60 microseconds: they are
** for builds that ask for them, CFLAGS='-O2 -DBG_WITH_CLONES'. */
#if defined(BG_WITH_CLONES) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && defined(__x86_64__) \
  && defined(__linux__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) \
  && !defined(__SANITIZE_THREAD__)
#define BG_CLONES __attribute__((target_clones("arch=x86-64-v3", "default"), noinline))
#else
#define BG_CLONES
#endif

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define BG_VECTORS 1
#endif

#endif
