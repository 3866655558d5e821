/*
** replay.c: a fuzzing target without its fuzzer: every file named, once, in
** the order given. So what the fuzzers found their way with is run by any
** compiler, under any sanitizer, and counted by coverage.
*/
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int LLVMFuzzerInitialize (int *argc, char ***argv) __attribute__((weak));

int main (int argc, char **argv) {
  if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
  for (int i = 1; i < argc; i++) {
    FILE *file = fopen(argv[i], "rb");
    long size;
    unsigned char *bytes;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) return 2;
    rewind(file);
    bytes = (unsigned char *)malloc(size == 0 ? 1 : (size_t)size);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) return 2;
    fclose(file);
    fprintf(stderr, "\r%s", argv[i]); /* the last one stands where a target ends the program */
    LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
  }
  fprintf(stderr, "\r");
  printf("%d inputs\n", argc - 1);
  return 0;
}
