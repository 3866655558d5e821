/*
** vectors.h: one loop, built for two processors.
**
** Loops over batches are plain C that a compiler turns into vector
** instructions. BG_LOOP builds one twice: name_plain for any processor, and
** name_wide, where there is such a thing, for an x86-64 with AVX2. Which of
** them runs is asked once an operation, and passed along as `wide`:
**
**   BG_LOOP(void, halve, (double *v, size_t n), {
**     for (size_t i = 0; i < n; i++) v[i] /= 2;
**   })
**   …
**   BG_PICK(wide, halve)(v, n);
**
** Both do the same operations in the same order, and none that rounds once
** where the other rounds twice, so that their results are the same to the bit.
**
** Nothing is decided when the library is loaded: the resolvers of a dynamic
** linker, or a compiler's own look at the processor, would cost every require
** some 60 microseconds, as that look leaves a virtual machine.
*/
#ifndef BAOGAO_VECTORS_H
#define BAOGAO_VECTORS_H

#include "common.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
#define BG_HAS_WIDE 1
#define BG_WIDE __attribute__((target("avx2"), noinline))
#define BG_LOOP(type, name, parameters, ...) \
  static type name##_plain parameters __VA_ARGS__ \
  BG_WIDE static type name##_wide parameters __VA_ARGS__
#define BG_PICK(wide, name) ((wide) ? name##_wide : name##_plain)
#else
#define BG_LOOP(type, name, parameters, ...) static type name##_plain parameters __VA_ARGS__
#define BG_PICK(wide, name) ((void)(wide), name##_plain)
#endif

/* Rows below which the look at the processor is not worth its time. */
#define BG_WIDE_ROWS 8192

/* Asks for the cache line at an address that need not be there. */
#if defined(__GNUC__) || defined(__clang__)
#define BG_PREFETCH(address) __builtin_prefetch((const void *)(address))
#else
#define BG_PREFETCH(address) ((void)(address))
#endif

BG_BEGIN

/* Whether the wide loops may run on this processor, under this system. Costs
** some 50 microseconds on a virtual machine: to be asked once and kept. */
bool bg_wide_here (void);

BG_END

#endif
