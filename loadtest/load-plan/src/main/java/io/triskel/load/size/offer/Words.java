package io.triskel.load.size.offer;

import java.util.Locale;

/** How constants are written in the file. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
