/*
** thread.c: see thread.h.
*/
#if defined(__unix__) || defined(__APPLE__)
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <signal.h>
#define HAVE_PTHREAD 1
#endif
#include "thread.h"

#if defined(HAVE_PTHREAD)

typedef struct worker {
  bg_job job;
  void *argument;
  int parts;
} worker;

static void *run_odd (void *argument) {
  const worker *w = (const worker *)argument;
  for (int part = 1; part < w->parts; part += 2) w->job(w->argument, part);
  return NULL;
}

#endif

void bg_parallel (int threads, int parts, bg_job job, void *argument) {
#if defined(HAVE_PTHREAD)
  if (threads > 1 && parts > 1) {
    worker w;
    pthread_t thread;
    sigset_t all, before;
    int made;
    w.job = job;
    w.argument = argument;
    w.parts = parts;
    /* signals are the host's: none is delivered to the second thread */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    made = pthread_create(&thread, NULL, run_odd, &w);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (made == 0) {
      for (int part = 0; part < parts; part += 2) job(argument, part);
      (void)pthread_join(thread, NULL);
      return;
    }
  }
#else
  (void)threads;
#endif
  for (int part = 0; part < parts; part++) job(argument, part);
}
