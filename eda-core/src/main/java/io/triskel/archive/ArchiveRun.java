package io.triskel.archive;

import io.triskel.archive.ArchiveReader.Read;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** One run of a replay: where it is, and whether it continues. */
final class ArchiveRun {
    private static final int BATCH = 500;
    private static final int PAGE = 1_000;

    private final Archive archive;
    private final ArchiveReader reader;
    private final ArchiveBatch batch;
    private final InstantSource clock;
    private final int limit;
    private final Deadline deadline;
    private final TreeMap<String, ArchivePlace> places = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean stopped;
    private int done;
    private int broken;

    ArchiveRun(
            Archive archive,
            ArchiveReader reader,
            ArchiveBatch batch,
            InstantSource clock,
            ArchivePosition after,
            int limit,
            Deadline deadline) {
        this.archive = archive;
        this.reader = reader;
        this.batch = batch;
        this.clock = clock;
        this.limit = limit;
        this.deadline = deadline;
        after.places().forEach(this::reached);
    }

    ArchiveReport run() {
        boolean finished = false;
        try {
            finished = readAll();
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new ArchiveReport(
                done,
                broken,
                new ArchivePosition(List.copyOf(places.values())),
                finished,
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems)));
    }

    /** Whether the end of every part was reached. */
    private boolean readAll() throws IOException {
        boolean finished = true;
        Optional<String> part = archive.part(Optional.empty());
        while (part.isPresent()) {
            if (!goesOn()) {
                return false;
            }
            finished &= readPart(part.get());
            part = archive.part(part);
        }
        return finished;
    }

    /** Whether the end of this part was reached. */
    private boolean readPart(String part) throws IOException {
        Optional<ArchivePlace> begun = Optional.ofNullable(places.get(part));
        if (begun.isPresent() && !readRest(begun.get())) {
            return false;
        }
        Optional<String> after = begun.map(ArchivePlace::object);
        while (true) {
            List<String> page = archive.objects().list(part, after, PAGE);
            for (String object : page) {
                if (!read(new ArchivePlace(object, 0))) {
                    return false;
                }
            }
            if (page.size() < PAGE) {
                return true;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }

    private boolean readRest(ArchivePlace of) {
        return of.isEnd() || read(of);
    }

    /** Whether the object's end was reached. An object deleted meanwhile counts as read to its end. */
    private boolean read(ArchivePlace after) {
        if (!goesOn()) {
            return false;
        }
        try (InputStream content = archive.objects().open(after.object())) {
            return settleAll(after, reader.open(after.object(), content));
        } catch (FileNotFoundException dropped) {
            return true;
        } catch (IOException e) {
            problems.add("Object '" + after.object() + "' cannot be read: " + e.getMessage());
            return false;
        }
    }

    private boolean settleAll(ArchivePlace after, ArchiveReader.Opened object) throws IOException {
        while (goesOn()) {
            List<Read> next = object.next(after.record(), Math.min(BATCH, limit - done));
            if (next.isEmpty()) {
                // Also records the place of an object without records, so that the next runs do not read it again.
                reached(after);
                return true;
            }
            settle(next);
        }
        return false;
    }

    private boolean goesOn() {
        return done < limit && !stopped && !deadline.passed(clock);
    }

    private void settle(List<Read> records) {
        ArchiveBatch.Done result = batch.settle(records, deadline);
        result.problem().ifPresent(this::stop);
        List<Read> settled = records.subList(0, result.records());
        done += settled.size();
        broken += (int) settled.stream()
                .filter(read -> read.delivery() instanceof Delivery.Undecodable)
                .count();
        if (!settled.isEmpty()) {
            reached(settled.get(settled.size() - 1).place());
        }
    }

    private void stop(String problem) {
        problems.add(problem);
        stopped = true;
    }

    private void reached(ArchivePlace place) {
        places.merge(archive.partOf(place.object()), place, BinaryOperator.maxBy(ArchivePlace::compareTo));
    }
}
