/* tiny_server.h - a loopback server that sends raw bytes and misbehaves at will, one thread. */
#ifndef BT_TESTS_TINY_SERVER_H
#define BT_TESTS_TINY_SERVER_H

#include <stddef.h>

enum tiny_end {
	TINY_KEEP,               /* the connection stays for the next request */
	TINY_CLOSE,
	TINY_RESET,              /* RST instead of FIN */
	TINY_HANG,               /* nothing more, until the server stops */
};

struct tiny_route {
	const char *path;        /* "/a", compared up to '?' */
	const char *head;        /* sent first, with its blank line */
	const char *body;        /* then these len bytes, `repeat` times (0: once) */
	size_t len, repeat;
	int drip_ms;             /* pause between two bytes of the body; 0: none */
	int delay_ms;            /* before the first byte */
	enum tiny_end end;
};

struct tiny;

/* Serve the routes (borrowed) on a free port of 127.0.0.1. */
struct tiny *tiny_start(const struct tiny_route *route, size_t n);
void tiny_stop(struct tiny *s);
int tiny_port(const struct tiny *s);
/* What was seen so far. */
size_t tiny_connections(struct tiny *s);
size_t tiny_requests(struct tiny *s);
size_t tiny_body_bytes(struct tiny *s);          /* written to sockets */
/* The newest request with its headers; the caller frees. */
char *tiny_last_request(struct tiny *s);

#endif
