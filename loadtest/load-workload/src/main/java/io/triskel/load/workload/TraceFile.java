package io.triskel.load.workload;

import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Recorded arrivals: one a line, in milliseconds from the start with up to six decimals, in order of time; no heading. */
public final class TraceFile {
    static final int MOST_LINES = 10_000_000;
    private static final int LONGEST_LINE = 32;
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,6})?");

    private TraceFile() {}

    /**
     * {@return nanoseconds from the start, in order}
     *
     * @throws InputException if the file cannot be read, is empty, has more than 10 million lines, or a line that is
     *     no time or earlier than the line before it
     */
    public static long[] read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file, lines);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": there is no such trace. 'trace' is a path relative to the workload's file.", e);
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": the trace is not text; expected are lines such as 1250.5.", e);
        } catch (IOException e) {
            throw new InputException(file + ": the trace cannot be read: " + e, e);
        }
    }

    private static long[] read(Path file, BufferedReader lines) throws IOException {
        long[] arrivals = new long[1024];
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Place place = new Place(file, count + 1);
            if (count == MOST_LINES) {
                throw place.problem("the trace has more than 10,000,000 lines. Cut it, or take a sample of it.");
            }
            long nanos = nanos(place, line);
            if (count > 0 && nanos < arrivals[count - 1]) {
                throw place.problem("'" + line + "' is earlier than the line before. Sort the trace: sort -n.");
            }
            if (count == arrivals.length) {
                arrivals = Arrays.copyOf(arrivals, Math.min(MOST_LINES, 2 * count));
            }
            arrivals[count++] = nanos;
        }
        if (count == 0) {
            throw new InputException(file + ": the trace is empty; expected is one arrival a line.");
        }
        return Arrays.copyOf(arrivals, count);
    }

    private static long nanos(Place place, String line) {
        if (line.length() > LONGEST_LINE || !MILLISECONDS.matcher(line).matches()) {
            String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line;
            throw place.problem("'" + shown
                    + "' is no time. Expected: milliseconds from the start, such as 1250.5, and nothing else.");
        }
        int point = line.indexOf('.');
        long whole = Long.parseLong(point < 0 ? line : line.substring(0, point)) * 1_000_000;
        if (point < 0) {
            return whole;
        }
        String decimals = line.substring(point + 1);
        return whole + Long.parseLong(decimals + "000000".substring(decimals.length()));
    }
}
