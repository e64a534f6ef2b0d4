/* tests/support/loopback_effect.c - what a fault does to a finished answer. */
#define _GNU_SOURCE 1
#include "loopback_site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define OUTAGE "<!DOCTYPE html><html><head><title>Yahoo</title></head><body>" \
	"<h1>Will be right back...</h1><p>Thank you for your patience.</p></body></html>\n"
#define WALL "<!DOCTYPE html><html lang=\"en\"><head><title>Consent</title></head><body>" \
	"<form method=\"post\"><input type=\"hidden\" name=\"csrfToken\" value=\"x\">" \
	"<button name=\"agree\" value=\"agree\">Accept all</button></form></body></html>\n"

void
lb_response_text(struct lb_response *res, int status, const char *type, const char *text)
{
	res->status = status;
	if (type != res->type)
		snprintf(res->type, sizeof res->type, "%s", type);
	res->body.n = 0;
	lb_puts(&res->body, text);
}

bool
lb_gzip(struct lb_buf *body)
{
	z_stream z = {0};
	struct lb_buf out = {0};
	unsigned char part[16384];
	int e;

	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	z.next_in = (unsigned char *)body->p;
	z.avail_in = (unsigned)body->n;
	do {
		z.next_out = part;
		z.avail_out = sizeof part;
		e = deflate(&z, Z_FINISH);
		lb_put(&out, part, sizeof part - z.avail_out);
	} while (e == Z_OK);
	deflateEnd(&z);
	lb_buf_free(body);
	*body = out;
	return e == Z_STREAM_END;
}

/* The bodies that Yahoo sends with its refusals (providers.md, section 9). */
static void
refusal(struct lb_response *res, const struct lb_request *r, const struct lb_rule *act)
{
	const char *family = strstr(r->path, "/chart/") ? "chart" : "finance";
	const char *code = lb_reason((int)act->status), *text = code;
	struct lb_buf b = {0};

	if (act->status == 401 && strstr(r->path, "getcrumb"))
		text = "Invalid Cookie";
	else if (act->status == 401)
		text = "Invalid Crumb";
	else if (act->status == 404)
		text = "No data found, symbol may be delisted";
	if (act->status == 429) {
		lb_response_text(res, 429, "text/plain;charset=utf-8", "Too Many Requests");
	} else if (act->status >= 500 || act->status < 400) {
		lb_putf(&b, "<html><head><title>%ld %s</title></head><body><h1>%s</h1></body></html>\n",
			act->status, code, code);
		lb_response_text(res, (int)act->status, "text/html", b.p);
	} else {
		lb_putf(&b, "{\"%s\":{\"result\":null,\"error\":{\"code\":\"%s\","
			"\"description\":\"%s\"}}}", family, code, text);
		lb_response_text(res, (int)act->status, "application/json;charset=utf-8", b.p);
	}
	lb_buf_free(&b);
	if (act->retry_after >= 0)
		lb_putf(&res->headers, "Retry-After: %ld\r\n", act->retry_after);
}

static void
garbage(struct lb_response *res, const struct lb_rule *act, uint64_t seed)
{
	res->status = 200;
	res->body.n = 0;
	for (long i = 0; i < act->bytes; i++) {
		unsigned char c = (unsigned char)(lb_hash(seed, "garbage", (uint64_t)i) >> 8);

		lb_put(&res->body, &c, 1);
	}
}

static void
redirect(struct lb_response *res, const struct lb_request *r, const struct lb_rule *act)
{
	long hop = lb_query_number(r->query, "hop", 0);

	lb_response_text(res, (int)act->status, "text/html", "<html><body>Moved</body></html>\n");
	if (act->mode == LB_LOOP)
		lb_putf(&res->headers, "Location: %.*s?hop=%ld\r\n",
			(int)strcspn(r->target, "?"), r->target, hop + 1);
	else
		lb_putf(&res->headers, "Location: %s%s\r\n", act->text, act->keep ? r->target : "");
}

static void
flood(struct lb_response *res, const struct lb_rule *act)
{
	res->status = 200;
	res->body.n = 0;
	res->stream = act->mode == LB_BOMB ? LB_STREAM_BOMB : LB_STREAM_BLANKS;
	res->stream_bytes = (uint64_t)act->mb << 20;
	res->length = act->mode == LB_STREAM && act->has_length;
	res->close = true;
	if (act->mode == LB_BOMB)
		lb_puts(&res->headers, "Content-Encoding: gzip\r\n");
}

static void
act_on(const struct lb_rule *act, const struct lb_request *r, uint64_t seed, struct lb_response *res)
{
	switch (act->mode) {
	case LB_HANG:
		res->hang = true;
		break;
	case LB_RESET:
	case LB_TRUNCATE:
		res->cut = act->at >= 0 ? act->at : (long)(res->body.n / 2);
		res->close = true;
		res->reset = act->mode == LB_RESET;
		break;
	case LB_STATUS:
		refusal(res, r, act);
		break;
	case LB_HTML:
		lb_response_text(res, (int)act->status, "text/html; charset=utf-8", OUTAGE);
		break;
	case LB_CONSENT:
		lb_response_text(res, (int)act->status, "text/html; charset=utf-8", WALL);
		break;
	case LB_BODY:
		if (act->type[0])
			snprintf(res->type, sizeof res->type, "%s", act->type);
		lb_response_text(res, (int)act->status, res->type, act->text);
		break;
	case LB_GARBAGE:
		garbage(res, act, seed);
		break;
	case LB_EMPTY:
		lb_response_text(res, 200, res->type, "");
		break;
	case LB_REDIRECT:
	case LB_LOOP:
		redirect(res, r, act);
		break;
	case LB_BOMB:
	case LB_STREAM:
		flood(res, act);
		break;
	default:
		break;
	}
}

static bool
accepts_gzip(const struct lb_request *r)
{
	const char *v = lb_request_header(r, "Accept-Encoding");

	return v && strcasestr(v, "gzip");
}

void
lb_effect_on(const struct lb_effect *e, const struct lb_request *r, uint64_t seed,
	struct lb_response *res)
{
	res->delay_ms = e->delay_ms;
	res->drip_ms = e->drip_ms;
	res->drip_bytes = e->drip_bytes;
	res->skew_s = e->skew_s;
	res->chunked = e->chunked;
	res->close = res->close || e->close;
	if (e->act && (e->act->mode != LB_RESET && e->act->mode != LB_TRUNCATE))
		act_on(e->act, r, seed, res);
	if (e->gzip && res->body.n && !res->stream && (e->gzip_force || accepts_gzip(r)) &&
	    lb_gzip(&res->body))
		lb_puts(&res->headers, "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n");
	/* cut last: what is declared is the length of what would have been sent */
	if (e->act && (e->act->mode == LB_RESET || e->act->mode == LB_TRUNCATE))
		act_on(e->act, r, seed, res);
}
