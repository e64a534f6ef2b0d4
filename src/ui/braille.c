#include "ui/braille.h"

#define FIRST 0x2800u

unsigned
bt_braille_dot(int column, int row)
{
	static const unsigned char dot[2][4] = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};

	return dot[column & 1][row & 3];
}

char *
bt_braille_text(unsigned dots, char out[BT_BRAILLE_SIZE])
{
	unsigned cp = FIRST + (dots & 0xFF);

	out[0] = (char)(0xE0 | cp >> 12);
	out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[2] = (char)(0x80 | (cp & 0x3F));
	out[3] = '\0';
	return out;
}

unsigned
bt_braille_of(const char *text)
{
	unsigned b0 = (unsigned char)text[0], b1 = b0 ? (unsigned char)text[1] : 0;
	unsigned b2 = b1 ? (unsigned char)text[2] : 0;

	if (b0 != 0xE2 || b1 < 0xA0 || b1 > 0xA3)
		return 0;
	return (b1 & 0x03) << 6 | (b2 & 0x3F);
}
