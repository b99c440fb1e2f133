package io.triskel.load.report.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a figure was measured on, the weakest first. Only {@link #CLOUD} may rank or lead. */
public enum Evidence {
    MEMORY,
    SIMULATED,
    EMULATOR,
    CLOUD;

    /** {@return as files and pages write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Evidence> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
