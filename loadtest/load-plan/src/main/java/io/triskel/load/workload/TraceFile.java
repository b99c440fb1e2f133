package io.triskel.load.workload;

import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Recorded arrivals: one per line, in milliseconds from the start with up to six decimals, in order of time; no header. */
public final class TraceFile {
    static final int MOST_LINES = 10_000_000;
    /** Some editors begin a file in UTF-8 with a byte order mark. */
    private static final String MARK = "\uFEFF";

    private static final int LONGEST_LINE = 32;
    private static final int MOST_DIGITS = 10;
    private static final int MOST_DECIMALS = 6;

    private TraceFile() {}

    /**
     * {@return nanoseconds from the start, in order}
     *
     * @throws InputException if the file cannot be read, is empty, has more than 10 million lines, or a line that is
     *     not a time or earlier than the line before it
     */
    public static long[] read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file, lines);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": this trace does not exist. 'trace' is a path relative to the workload's file.", e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": the trace is not text. Expected: lines such as 1250.5.", e);
        } catch (IOException e) {
            throw new InputException(
                    Files.isDirectory(file)
                            ? file + ": this is a folder, not a trace. Expected: a file with one arrival per line."
                            : file + ": cannot read the trace: " + OutputFile.why(e) + ".",
                    e);
        }
    }

    /** {@return a digest of the times, the same however they are written} */
    static String digest(long[] times) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            ByteBuffer time = ByteBuffer.allocate(Long.BYTES);
            for (long each : times) {
                sha256.update(time.putLong(0, each).array());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private static long[] read(Path file, BufferedReader lines) throws IOException {
        long[] arrivals = new long[1024];
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (count == MOST_LINES) {
                throw new Place(file, count + 1)
                        .problem("the trace has more than 10,000,000 lines. Cut it, or take a sample of it.");
            }
            long nanos = nanos(count == 0 && line.startsWith(MARK) ? line.substring(1) : line);
            if (nanos < 0) {
                throw noTime(new Place(file, count + 1), line);
            }
            if (count > 0 && nanos < arrivals[count - 1]) {
                throw new Place(file, count + 1)
                        .problem("'" + line + "' is earlier than the line before. Sort the trace: sort -n.");
            }
            if (count == arrivals.length) {
                arrivals = Arrays.copyOf(arrivals, Math.min(MOST_LINES, 2 * count));
            }
            arrivals[count++] = nanos;
        }
        if (count == 0) {
            throw new InputException(file + ": the trace is empty. Expected: one arrival per line.");
        }
        return Arrays.copyOf(arrivals, count);
    }

    private static InputException noTime(Place place, String line) {
        String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line;
        return place.problem("'" + shown
                + "' is not a time. Expected: milliseconds from the start, such as 1250.5, and nothing else.");
    }

    /** {@return milliseconds of at most ten digits and six decimals, as nanoseconds; -1 if it is anything else} */
    private static long nanos(String line) {
        int point = line.indexOf('.');
        int digits = point < 0 ? line.length() : point;
        int decimals = point < 0 ? 0 : line.length() - point - 1;
        if (digits == 0 || digits > MOST_DIGITS || decimals > MOST_DECIMALS || (point >= 0 && decimals == 0)) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < line.length(); i++) {
            char one = line.charAt(i);
            if (i != point) {
                if (one < '0' || one > '9') {
                    return -1;
                }
                value = 10 * value + (one - '0');
            }
        }
        for (int i = decimals; i < MOST_DECIMALS; i++) {
            value *= 10;
        }
        return value;
    }
}
