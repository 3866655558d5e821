/*
** lua_report.h: the userdata of a report, for the files of the door that make
** one. A bundled report's blocks are constant and owned by nobody.
*/
#ifndef BAOGAO_LUA_REPORT_H
#define BAOGAO_LUA_REPORT_H

#include "report/build.h"
#include "lua_compat.h"

typedef struct bg_report_box {
  bg_report report; /* first: what asks for a report sees just this */
  bg_report_builder own;
} bg_report_box;

BG_BEGIN

/* A new box on the stack, empty and already with its finalizer. */
bg_report_box *bg_new_report_box (lua_State *L);
bg_report_box *bg_check_report_box (lua_State *L, int i);

/* Names of fields and of their codes, in the order of the engine's lists. */
extern const char *const bg_fact_text_names[];
extern const char *const bg_fact_code_names[];
extern const char *const bg_report_text_names[];
extern const char *const *const bg_code_names[];
extern const unsigned char bg_code_counts[];

BG_END

#endif
