/* Feeds of the settings: RSS and Atom, each at an address of its own. */
#include "fetch/body.h"
#include "fetch/rss.h"
#include "fetch/url.h"

static enum bt_status
rss_url(const struct bt_job *job, const char *base_url, struct bt_buf *out)
{
	(void)base_url;
	return job->url && *job->url ? bt_buf_str(out, job->url) : BT_E_USAGE;
}

static void
rss_read(const struct bt_job *job, int http_status, const char *body, size_t len, int64_t now_utc,
         struct bt_arena *a, struct bt_answer *answer)
{
	enum bt_fault fault = bt_fault_of_status(http_status);

	if (!bt_body_judge(BT_BODY_XML, http_status, body, len, answer))
		return;
	if (fault)
		bt_answer_fail(answer, fault, "status %d", http_status);
	else
		bt_rss_read(job, body, len, now_utc, a, answer);
}

const struct bt_speech bt_speech_rss = {NULL, rss_url, rss_read};
