/* A disk that fails at its Nth call: preloaded (LD_PRELOAD), armed from inside the process by disk_arm.
 *
 * Counts calls on regular files alone: writes, syncs, truncations, new names, and with READS also reads. At the Nth it
 * kills the process (before the call, or with half the bytes written), or answers with an error, once or from then on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, ONCE, ONWARDS };
static volatile long seen, at;
static volatile int what, answer, reads;

void disk_arm(int how, long number, int error, int with_reads) {
    what = how, at = number, answer = error, reads = with_reads;
    __sync_lock_test_and_set(&seen, 0);
}
long disk_seen(void) { return seen; }

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* 0: go on; 1: fail; 2: write half of it and die. */
static int turn(void) {
    long number = __sync_add_and_fetch(&seen, 1);
    if (what == KILL && number == at) die();
    if (what == TEAR && number == at) return 2;
    return (what == ONCE && number == at) || (what == ONWARDS && number >= at);
}

static int regular(int handle) {
    struct stat told;
    int kept = errno, found = fstat(handle, &told) == 0 && S_ISREG(told.st_mode);
    errno = kept;
    return found;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL return errno = answer, -1

#define WRITES(name, args, call, half)                      \
    ssize_t name args {                                     \
        if (regular(handle)) switch (turn()) {              \
            case 1: FAIL;                                   \
            case 2: half; die();                            \
        }                                                   \
        return call;                                        \
    }
WRITES(write, (int handle, const void *data, size_t size), REAL(write)(handle, data, size),
       REAL(write)(handle, data, size / 2))
WRITES(pwrite, (int handle, const void *data, size_t size, off_t place), REAL(pwrite)(handle, data, size, place),
       REAL(pwrite)(handle, data, size / 2, place))
WRITES(pwrite64, (int handle, const void *data, size_t size, off64_t place), REAL(pwrite64)(handle, data, size, place),
       REAL(pwrite64)(handle, data, size / 2, place))

#define SIMPLE(name, args, guard, call)        \
    int name args {                            \
        if (guard) switch (turn()) {           \
            case 1: FAIL;                      \
            case 2: die();                     \
        }                                      \
        return call;                           \
    }
SIMPLE(fsync, (int handle), 1, REAL(fsync)(handle))
SIMPLE(fdatasync, (int handle), 1, REAL(fdatasync)(handle))
SIMPLE(ftruncate, (int handle, off_t size), 1, REAL(ftruncate)(handle, size))
SIMPLE(ftruncate64, (int handle, off64_t size), 1, REAL(ftruncate64)(handle, size))
SIMPLE(rename, (const char *from, const char *to), 1, REAL(rename)(from, to))
SIMPLE(unlink, (const char *path), 1, REAL(unlink)(path))

ssize_t pread64(int handle, void *data, size_t size, off64_t place) {
    if (reads && regular(handle) && turn() == 1) FAIL;
    return REAL(pread64)(handle, data, size, place);
}

#define OPENS(name)                                                   \
    int name(const char *path, int flags, ...) {                      \
        va_list rest;                                                 \
        va_start(rest, flags);                                        \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0;           \
        va_end(rest);                                                 \
        if (flags & O_CREAT && access(path, F_OK) != 0) switch (turn()) { \
            case 1: FAIL;                                             \
            case 2: die();                                            \
        }                                                             \
        return REAL(name)(path, flags, mode);                         \
    }
OPENS(open)
OPENS(open64)
