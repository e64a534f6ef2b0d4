/* tests/support/test_support.h - the self-tests of the test support, a group a file. */
#ifndef BT_TESTS_TEST_SUPPORT_H
#define BT_TESTS_TEST_SUPPORT_H

/* Each runs its group and returns the number of failures. */
int bt_test_vt(void);
int bt_test_pty(void);
int bt_test_loopback(const char *server);

#endif
