package io.triskel.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Sorts any number of records in bounded memory: what does not fit is written to a temporary file as a sorted run. Runs are
 * merged into a longer one when there are many, so that the number of open files and buffers is bounded too. Few records
 * need no file.
 */
final class ArchiveSort implements Closeable {
    private final Path folder;
    private final Limits limits;
    private List<SortedRecord> inMemory = new ArrayList<>();
    private long memory;

    /** By length: a run of one level has the records of {@link Limits#runs} runs of the level below. */
    private final List<List<SortedRun>> levels = new ArrayList<>();

    /**
     * How much a sort uses.
     *
     * @param memory in bytes, for records that are not in a run
     * @param runs the most runs of one level, at least 2
     */
    record Limits(long memory, int runs) {
        private static final long MOST_MEMORY = 64L << 20;
        private static final int PART_OF_HEAP = 8;
        private static final int RUNS = 100;

        static Limits ofThisProcess() {
            return new Limits(Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / PART_OF_HEAP), RUNS);
        }
    }

    ArchiveSort(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    void add(SortedRecord record) throws IOException {
        inMemory.add(record);
        memory += record.memory();
        if (memory >= limits.memory()) {
            Collections.sort(inMemory);
            addRun(0, SortedRun.write(inMemory(), folder));
            inMemory = new ArrayList<>();
            memory = 0;
        }
    }

    private void addRun(int level, SortedRun run) throws IOException {
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
        }
        List<SortedRun> same = levels.get(level);
        same.add(run);
        if (same.size() == limits.runs()) {
            SortedRun longer = SortedRun.write(new SortedMerge(readAll(same)), folder);
            closeAll(same);
            addRun(level + 1, longer);
        }
    }

    /** All records in their order, from the first on; an earlier reading must not continue. */
    SortedMerge sorted() throws IOException {
        Collections.sort(inMemory);
        List<SortedRun.Source> sources = new ArrayList<>(List.of(inMemory()));
        for (List<SortedRun> level : levels) {
            sources.addAll(readAll(level));
        }
        return new SortedMerge(sources);
    }

    private static List<SortedRun.Source> readAll(List<SortedRun> runs) throws IOException {
        List<SortedRun.Source> sources = new ArrayList<>();
        for (SortedRun run : runs) {
            sources.add(run.read());
        }
        return sources;
    }

    private SortedRun.Source inMemory() {
        Iterator<SortedRecord> records = inMemory.iterator();
        return new SortedRun.Source() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public SortedRecord next() {
                return records.next();
            }
        };
    }

    /** {@return the size of the temporary files} */
    long temporaryBytes() {
        return levels.stream().flatMap(List::stream).mapToLong(SortedRun::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        inMemory = new ArrayList<>();
        for (List<SortedRun> level : levels) {
            closeAll(level);
        }
    }

    private static void closeAll(List<SortedRun> runs) throws IOException {
        for (SortedRun run : runs) {
            run.close();
        }
        runs.clear();
    }
}
