/*
** thread.h: two halves of one job, at the same time where that pays.
**
** bg_parallel runs job(argument, 0) … job(argument, parts - 1): all in turn on
** the calling thread, or with the odd parts on a second one. A job may touch
** nothing but what its part owns: no allocator, no counts, no host. If no
** second thread can be had, the parts are run in turn; the result is the same.
*/
#ifndef BAOGAO_THREAD_H
#define BAOGAO_THREAD_H

#include "common.h"

typedef void (*bg_job) (void *argument, int part);

/* What is asked for is cut to this; the parts of a job are as many. */
#define BG_THREADS_MAX 2

BG_BEGIN

void bg_parallel (int threads, int parts, bg_job job, void *argument);

BG_END

#endif
