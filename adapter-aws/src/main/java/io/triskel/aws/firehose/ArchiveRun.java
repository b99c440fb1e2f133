package io.triskel.aws.firehose;

import io.triskel.aws.firehose.ArchiveReader.Line;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One run of a replay: where it is, and whether it goes on. */
final class ArchiveRun {
    private static final int BATCH = 500;
    private static final int PAGE = 1_000;

    private final ArchiveObjects objects;
    private final String prefix;
    private final ArchiveReader reader;
    private final ArchiveBatch batch;
    private final InstantSource clock;
    private final int limit;
    private final Deadline deadline;
    private Optional<ArchivePosition> position;
    private Optional<String> problem = Optional.empty();
    private int done;
    private int broken;

    ArchiveRun(
            ArchiveObjects objects,
            String prefix,
            ArchiveReader reader,
            ArchiveBatch batch,
            InstantSource clock,
            Optional<ArchivePosition> after,
            int limit,
            Deadline deadline) {
        this.objects = objects;
        this.prefix = prefix;
        this.reader = reader;
        this.batch = batch;
        this.clock = clock;
        this.position = after;
        this.limit = limit;
        this.deadline = deadline;
    }

    ArchiveReport run() {
        boolean finished = false;
        try {
            finished = readAll();
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        return new ArchiveReport(done, broken, position, finished, problem);
    }

    /** Whether the end of the archive was reached. */
    private boolean readAll() throws IOException {
        if (position.isPresent() && !readRest(position.get())) {
            return false;
        }
        Optional<String> after = position.map(ArchivePosition::object);
        while (true) {
            List<String> page = objects.list(prefix, after, PAGE);
            for (String object : page) {
                if (!read(object, 0)) {
                    return false;
                }
            }
            if (page.size() < PAGE) {
                return true;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }

    /** An object that the archive has dropped since has no rest. */
    private boolean readRest(ArchivePosition of) throws IOException {
        if (of.equals(ArchivePosition.endOf(of.object()))) {
            return true;
        }
        try {
            return read(of.object(), of.line());
        } catch (FileNotFoundException dropped) {
            return true;
        }
    }

    /** Whether its end was reached. */
    private boolean read(String object, int after) throws IOException {
        if (!goesOn()) {
            return false;
        }
        try (InputStream content = objects.open(object)) {
            Lines lines = new Lines(content);
            while (goesOn()) {
                List<Line> next = reader.next(object, lines, after, Math.min(BATCH, limit - done));
                if (next.isEmpty()) {
                    return true;
                }
                settle(next);
            }
            return lines.ended() && problem.isEmpty();
        } catch (FileNotFoundException dropped) {
            throw dropped;
        } catch (IOException e) {
            throw new IOException("Object '" + object + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean goesOn() {
        return done < limit && problem.isEmpty() && !deadline.passed(clock);
    }

    private void settle(List<Line> lines) {
        ArchiveBatch.Done result = batch.settle(lines, deadline);
        problem = result.problem();
        List<Line> settled = lines.subList(0, result.lines());
        done += settled.size();
        broken += (int) settled.stream()
                .filter(line -> line.delivery() instanceof Delivery.Undecodable)
                .count();
        if (!settled.isEmpty()) {
            position = Optional.of(settled.get(settled.size() - 1).position());
        }
    }
}
