/*
** expr_text.c: functions of one string, called once for each string of a
** dictionary.
*/
#include "expr.h"

/* Bytes of the code point at `at`; a byte that starts none counts as one. */
static size_t step (bg_text text, size_t at) {
  unsigned char c = (unsigned char)text.at[at];
  size_t n = c < 0xC2 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 1;
  if (n > text.length - at) return 1;
  for (size_t i = 1; i < n; i++)
    if (((unsigned char)text.at[at + i] & 0xC0) != 0x80) return 1;
  return n;
}

/* Greedy with one point to come back to, the last %: an earlier % never has
** to take more once a later one was reached. */
bool bg_like (bg_text text, bg_text pattern) {
  size_t t = 0, p = 0, back_t = 0, back_p = 0;
  bool can_go_back = false;
  while (t < text.length) {
    if (p < pattern.length && pattern.at[p] == '%') {
      can_go_back = true;
      back_p = ++p;
      back_t = t;
    }
    else if (p < pattern.length && pattern.at[p] == '_') {
      p++;
      t += step(text, t);
    }
    else if (p < pattern.length && pattern.at[p] == text.at[t]) {
      p++;
      t++;
    }
    else if (can_go_back) {
      back_t += step(text, back_t);
      t = back_t;
      p = back_p;
    }
    else return false;
  }
  while (p < pattern.length && pattern.at[p] == '%') p++;
  return p == pattern.length;
}

static bool digits (bg_text text, size_t at, size_t count, int *value) {
  *value = 0;
  if (text.length < at + count) return false;
  for (size_t i = at; i < at + count; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    *value = *value * 10 + (text.at[i] - '0');
  }
  return true;
}

static bool ends (bg_text text, size_t at, bool dash) {
  return at == text.length || text.at[at] == '/' || (dash && text.at[at] == '-');
}

bool bg_period_part (bg_text text, bg_op which, int *part) {
  if (!digits(text, 0, 4, part) || !ends(text, 4, true)) return false;
  if (which == BG_OP_YEAR) return true;
  if (text.length < 5 || text.at[4] != '-' || !digits(text, 5, 2, part) || !ends(text, 7, true)) return false;
  if (*part < 1 || *part > 12) return false;
  if (which == BG_OP_MONTH) return true;
  if (which == BG_OP_QUARTER) {
    *part = (*part + 2) / 3;
    return true;
  }
  if (text.length < 8 || text.at[7] != '-' || !digits(text, 8, 2, part) || !ends(text, 10, false)) return false;
  return *part >= 1 && *part <= 31;
}

size_t bg_code_points (bg_text text) {
  size_t n = 0;
  for (size_t at = 0; at < text.length; at += step(text, at)) n++;
  return n;
}
