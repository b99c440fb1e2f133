package io.triskel.azure.tables;

import io.triskel.store.KeyForm;
import java.time.Instant;

/**
 * Converts names to keys: Table Storage forbids {@code / \ # ?} and control characters in keys, and limits them to 1
 * KiB.
 */
final class TableKeys {
    /** 400 characters take 800 bytes there, which leaves room for a time before a key and a stamp after it. */
    private static final KeyForm FORM = new KeyForm(".-", "__", 400);

    private TableKeys() {}

    /** One key of several names. */
    static String of(String... names) {
        return FORM.of(names);
    }

    /** A key that sorts the newest first, since a range can be read in one direction only. */
    static String backwards(Instant at) {
        StringBuilder turned = new StringBuilder(KeyForm.time(at));
        for (int i = 0; i < turned.length(); i++) {
            turned.setCharAt(i, (char) ('0' + '9' - turned.charAt(i)));
        }
        return turned.toString();
    }
}
