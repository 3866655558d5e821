/*
** stops.c: prose passed over, in blocks or character by character.
*/
#include "stops.h"
#include "base/text.h"

#if defined(__GNUC__) && defined(__x86_64__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WIDE 1
#include <immintrin.h>
/* tables of 64 bytes looked up at once, where compiler and processor can; a spec builds without, so that both ways are run */
#if !defined(BG_STOPS_NARROW) && (defined(__clang__) || __GNUC__ >= 8)
#define WIDER 1
#define WIDER_TARGET "avx512f,avx512bw,avx512vbmi,bmi,popcnt"
#endif
#endif

#define BLOCK 64

static inline bool is_digit (unsigned char c) {
  return (unsigned)c - '0' < 10u;
}

/* {====================================================== the tables */

/* The characters that bg_char_class knows, so grouped that a group's half-bytes
** fit few others. One that is missing here goes to the last group. */
static const wchar_t groups[16][16] = {
  L"零四", L"五玖", L"八九", L"拾翻", L"仟“", L"一二七万", L"贰貳０１", L"２３４５６７８９",
  L"几兩六", L"柒數陸百", L"萬两三", L"佰幾", L"肆陆叁叄十千", L"弌捌億卅卌倍", L"○伍「『〇◯《〈", L"亿数廿壹壱"
};

static unsigned group_of (uint32_t c) {
  unsigned g;
  size_t i;
  for (g = 0; g < 15; g++)
    for (i = 0; groups[g][i] != 0; i++)
      if ((uint32_t)groups[g][i] == c) return g;
  return 15;
}

void bg_stops_build (bg_lexicon *lexicon) {
  uint32_t c;
  for (c = 0x800; c < 0x10000; c++) {
    unsigned g, first = c >> 12, second = 0x80 | (c >> 6 & 63), third = 0x80 | (c & 63);
    uint16_t *stop = &lexicon->stops[((c & 63) << 8 | (c >> 6 & 63))];
    if (bg_char_class[c] == 0) continue;
    *stop = (uint16_t)(*stop | 1u << first);
    g = group_of(c);
    {
      unsigned char bit = (unsigned char)(1u << (g & 7)), (*table)[16] = lexicon->nibbles[g >> 3];
      table[0][first] |= bit;
      table[1][(second >> 2 & 0xC) | (third >> 4 & 3)] |= bit;
      table[2][second & 15] |= bit;
      table[3][third & 15] |= bit;
      lexicon->sixes[g >> 3][0][first | 0x20] |= bit; /* E0 to EF, of which six bits are left */
      lexicon->sixes[g >> 3][1][second & 63] |= bit;
      lexicon->sixes[g >> 3][2][third & 63] |= bit;
    }
  }
}

/* }====================================================== */

#ifdef WIDE

/* Lists the stops of one block that begins `from` bytes into the chunk: those of
** `mask`, and of digits in a row the first. Two at a time, whether there are as
** many or not: few blocks have more. */
static inline __attribute__((always_inline)) unsigned list_block (bg_stops *stops, unsigned count, unsigned from, uint64_t mask,
                                                                  uint64_t digits, uint64_t *carry) {
  uint16_t *to = stops->at + count;
  mask |= digits & ~(digits << 1 | *carry);
  *carry = digits >> 63;
  count += (unsigned)__builtin_popcountll(mask);
  do {
    int i;
    for (i = 0; i < 2; i++) {
      *to++ = (uint16_t)(from + (unsigned)__builtin_ctzll(mask | UINT64_C(1) << 63));
      mask &= mask - 1;
    }
  } while (mask != 0);
  return count;
}

/* A chunk is walked through while the next comes from memory. */
static inline void fetch_ahead (const unsigned char *text, size_t at, size_t end) {
  __builtin_prefetch(text + (end - at > BG_STOPS_CHUNK ? at + BG_STOPS_CHUNK : at));
}

static inline void filled (bg_stops *stops, size_t base, size_t end, unsigned count) {
  stops->base = base;
  stops->end = end;
  stops->next = 0;
  stops->count = count;
}

#ifdef WIDER

/* As fill, with six bits of each byte for the half-bytes: a look-up takes them as
** they stand in the text, and hardly another character fits. */
__attribute__((target(WIDER_TARGET), noinline))
static void fill_wider (const bg_lexicon *lexicon, const unsigned char *text, size_t at, size_t end, bg_stops *stops) {
  __m512i tables[6];
  size_t base = at;
  uint64_t carry = 0;
  unsigned count = 0;
  size_t i;
  for (i = 0; i < 6; i++) tables[i] = _mm512_loadu_si512(lexicon->sixes[i / 3][i % 3]);
  for (; end - at >= BLOCK + 2 && at - base < BG_STOPS_CHUNK; at += BLOCK) {
    __m512i a = _mm512_loadu_si512(text + at), b = _mm512_loadu_si512(text + at + 1), c = _mm512_loadu_si512(text + at + 2);
    __m512i found[2];
    uint64_t wide = _mm512_cmpge_epu8_mask(a, _mm512_set1_epi8((char)0xE0));
    uint64_t digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(a, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    fetch_ahead(text, at, end);
    for (i = 0; i < 2; i++) /* 0x80: the and of all three */
      found[i] = _mm512_ternarylogic_epi64(_mm512_permutexvar_epi8(a, tables[3 * i]), _mm512_permutexvar_epi8(b, tables[3 * i + 1]),
                                           _mm512_permutexvar_epi8(c, tables[3 * i + 2]), 0x80);
    found[0] = _mm512_or_si512(found[0], found[1]);
    count = list_block(stops, count, (unsigned)(at - base), _mm512_mask_test_epi8_mask(wide, found[0], found[0]), digits, &carry);
  }
  filled(stops, base, at, count);
}

#endif

/* The stops among the 32 bytes at `t`, and the digits; 34 are read. */
__attribute__((target("avx2,bmi,popcnt")))
static inline uint32_t half (const unsigned char *t, const __m256i *tables, uint32_t *digits) {
  const __m256i low = _mm256_set1_epi8(15);
  __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)t);
  __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(t + 1));
  __m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(t + 2));
  __m256i arabic = _mm256_cmpgt_epi8(_mm256_add_epi8(a, _mm256_set1_epi8(127 - '9')), _mm256_set1_epi8(127 - 10));
  /* E0 to EF become 70 to 7F, and all others 80 or more, for which a shuffle gives 0 */
  __m256i n0 = _mm256_adds_epu8(_mm256_xor_si256(a, _mm256_set1_epi8((char)0xE0)), _mm256_set1_epi8(0x70));
  __m256i n1 = _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(b, 2), _mm256_set1_epi8(12)),
                               _mm256_and_si256(_mm256_srli_epi16(c, 4), _mm256_set1_epi8(3)));
  __m256i n2 = _mm256_and_si256(b, low), n3 = _mm256_and_si256(c, low);
  __m256i found[2];
  size_t i;
  for (i = 0; i < 2; i++)
    found[i] = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(tables[4 * i], n0), _mm256_shuffle_epi8(tables[4 * i + 1], n1)),
      _mm256_and_si256(_mm256_shuffle_epi8(tables[4 * i + 2], n2), _mm256_shuffle_epi8(tables[4 * i + 3], n3)));
  *digits = (uint32_t)_mm256_movemask_epi8(arabic);
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_or_si256(found[0], found[1]), _mm256_setzero_si256()));
}

/* Lists what may stop prose in a chunk from `at` on. All of it, and two bytes
** more, lies before `end`. Of digits in a row only the first is listed. */
__attribute__((target("avx2,bmi,popcnt"), noinline))
static void fill (const bg_lexicon *lexicon, const unsigned char *text, size_t at, size_t end, bg_stops *stops) {
  __m256i tables[2 * BG_NIBBLES];
  size_t base = at;
  uint32_t more[2];
  uint64_t carry = 0;
  unsigned count = 0;
  int i;
  for (i = 0; i < 2 * BG_NIBBLES; i++)
    tables[i] = _mm256_broadcastsi128_si256(
      _mm_loadu_si128((const __m128i *)(const void *)lexicon->nibbles[i / BG_NIBBLES][i % BG_NIBBLES]));
  for (; end - at >= BLOCK + 2 && at - base < BG_STOPS_CHUNK; at += BLOCK) {
    uint64_t mask;
    fetch_ahead(text, at, end);
    mask = half(text + at, tables, &more[0]) | (uint64_t)half(text + at + 32, tables, &more[1]) << 32;
    count = list_block(stops, count, (unsigned)(at - base), mask, more[0] | (uint64_t)more[1] << 32, &carry);
  }
  filled(stops, base, at, count);
}

#endif

void bg_stops_start (bg_stops *stops) {
  stops->wide = stops->wider = false;
#ifdef WIDE
  stops->wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && /* GCOVR_EXCL_BR_LINE: one processor, */
                __builtin_cpu_supports("popcnt"); /* GCOVR_EXCL_BR_LINE: one answer */
#endif
#ifdef WIDER
  stops->wider = stops->wide && __builtin_cpu_supports("avx512bw") && /* GCOVR_EXCL_BR_LINE: as above */
                 __builtin_cpu_supports("avx512vbmi"); /* GCOVR_EXCL_BR_LINE: as above */
#endif
  stops->base = stops->end = 0;
  stops->next = stops->count = 0;
}

/* Character by character: two of three bytes, which Chinese is made of, in one
** word; one mask tells that they are, two look-ups that they are prose. */
static size_t walk (const bg_lexicon *lexicon, const unsigned char *text, size_t p, size_t end, size_t limit) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const uint16_t *stops = lexicon->stops;
  size_t safe = end < 8 ? 0 : end - 8 < limit ? end - 8 : limit; /* eight bytes can be read before it */
#else
  (void)lexicon;
#endif
  while (p < limit) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (p < safe) {
      uint64_t w;
      memcpy(&w, text + p, 8);
      if ((w & UINT64_C(0xC0C0F0C0C0F0)) != UINT64_C(0x8080E08080E0)) break;
      if (stops[(w >> 8 & 0xFFFF) - BG_STOPS_FIRST] >> (w & 15) & 1) return p;
      if (stops[(w >> 32 & 0xFFFF) - BG_STOPS_FIRST] >> (w >> 24 & 15) & 1) return p + 3;
      p += 6;
    }
    if (p >= limit) break;
#endif
    if ((text[p] & 0xF0) == 0xE0 && end - p >= 3 && (text[p + 1] & 0xC0) == 0x80 && (text[p + 2] & 0xC0) == 0x80) {
      unsigned c = (text[p] & 15u) << 12 | (text[p + 1] & 63u) << 6 | (text[p + 2] & 63u);
      if (bg_char_class[c] != 0) return p; /* nothing below U+0800 has a class */
      p += 3;
    }
    else if (is_digit(text[p])) return p;
    else p++;
  }
  return p;
}

size_t bg_stop_next (const bg_lexicon *lexicon, const unsigned char *text, size_t p, size_t end, size_t limit,
                     bg_stops *stops) {
#ifdef WIDE
  size_t last = limit < end ? limit : end; /* a stop is answered before it only */
  while (stops->wide) {
    if (p >= stops->end) {
      if (last < p || last - p < BLOCK + 2) break;
#ifdef WIDER
      if (stops->wider) fill_wider(lexicon, text, p, last, stops);
      else
#endif
      fill(lexicon, text, p, last, stops);
    }
    /* a walk may go on inside a row of digits, of which only the first is listed */
    if (is_digit(text[p])) return p;
    while (stops->next < stops->count) {
      size_t at = stops->base + stops->at[stops->next++];
      const unsigned char *t = text + at;
      if (at < p) continue;
      if (t[0] < 0x80) return at;
      if (((t[1] ^ 0x80) | (t[2] ^ 0x80)) < 0x40 &&
          bg_char_class[(t[0] & 15u) << 12 | (t[1] & 63u) << 6 | (t[2] & 63u)] != 0)
        return at;
    }
    p = stops->end;
  }
#endif
  (void)stops;
  return walk(lexicon, text, p, end, limit);
}
