/*
** frame_file.h: a frame in one file, mapped back as it is.
**
**   header     64 bytes: magic, version, byte order, size, checksum, rows,
**              columns
**   directory  192 bytes a column: types, and where its parts lie
**   parts      names, values, bitmaps, dictionaries, bounds, each from a
**              multiple of 64 on, as they lie in memory
**
** A file is written under another name beside its own, flushed, and renamed:
** whoever opens the name finds the old frame or the new one. A file is mapped
** read-only, so processes share its pages. Before that its checksum, which
** covers every byte, is compared, and then every offset, code and count that
** the engine would follow is checked, since a checksum keeps out accidents and
** not intent. A file must not be changed in place while it is mapped; save
** never does that.
*/
#ifndef BAOGAO_FRAME_FILE_H
#define BAOGAO_FRAME_FILE_H

#include "frame.h"

#define BG_FILE_VERSION 1

BG_BEGIN

/* The whole of a file as bytes; BG_NO_VALUE with a fault where it cannot be
** had. An empty file gives a mapping of no bytes. */
bg_status bg_map_file (const bg_alloc *alloc, const char *path, bg_mapping **result, bg_fault *fault);

bg_status bg_frame_save (const bg_frame *f, const char *path, bg_fault *fault);
bg_status bg_frame_open (const bg_alloc *alloc, const char *path, bg_frame **result, bg_fault *fault);

/* frame_file_check.c: true where the parts of a column fit each other and its
** rows; nothing is followed that was not checked. */
bool bg_column_sound (const bg_column *c, size_t rows);

BG_END

#endif
