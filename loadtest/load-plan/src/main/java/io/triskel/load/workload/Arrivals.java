package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;

/** The intended send times. The loop is open: no event waits for an answer to an earlier one. */
public sealed interface Arrivals {
    /** Arrivals that are not recorded, as written in files. */
    List<String> RANDOM = List.of("uniform", "poisson");

    /** {@return the arrivals of a word} */
    static Arrivals random(String word) {
        return switch (word) {
            case "uniform" -> new Uniform();
            case "poisson" -> new Poisson();
            default -> throw new IllegalArgumentException("arrivals must be uniform, poisson or a trace, not " + word);
        };
    }

    /** At equal intervals, by the rate of the phase. */
    record Uniform() implements Arrivals {
        @JsonValue
        String word() {
            return "uniform";
        }
    }

    /** At random, independent of one another, by the rate of the phase: gaps are exponentially distributed. */
    record Poisson() implements Arrivals {
        @JsonValue
        String word() {
            return "poisson";
        }
    }

    /**
     * As recorded. The phases say which part of the recording is warm-up; their rates are not used.
     *
     * @param file one arrival a line, see {@link TraceFile}
     * @param digest of its times, which identifies the recording wherever its file is; empty if it is not known
     */
    record Trace(
            @JsonProperty("trace") Path file,

            @JsonProperty("sha256") @JsonSetter(nulls = Nulls.AS_EMPTY)
            String digest) implements Arrivals {}
}
