/*
** vectors.c: the look at the processor.
*/
#include "vectors.h"

#if defined(BG_HAS_WIDE)

#include <cpuid.h>

/* AVX2 takes a processor that has it and a system that keeps the upper halves
** of its registers when it changes between processes. */
bool bg_wide_here (void) {
  const unsigned avx = bit_OSXSAVE | bit_AVX, saved = 6;
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & avx) != avx) return false; /* GCOVR_EXCL_BR_LINE: one processor, one answer */
  __asm__ volatile ("xgetbv" : "=a" (a), "=d" (d) : "c" (0));
  if ((a & saved) != saved) return false; /* GCOVR_EXCL_BR_LINE: one system, one answer */
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2) != 0; /* GCOVR_EXCL_BR_LINE: as above */
}

#else

bool bg_wide_here (void) {
  return false;
}

#endif
