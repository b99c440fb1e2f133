package io.triskel.load.noop;

import io.triskel.load.Environment;
import io.triskel.load.path.LoadPath;
import io.triskel.load.path.NoopPath;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.run.Sizes;
import io.triskel.load.workload.Workload;

/** The process of target {@code noop}. */
public final class NoopLoad {
    private NoopLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        LoadProcess.run("noop", Noop::new);
    }

    private static final class Noop implements LoadTarget {
        @Override
        public Environment environment() {
            return Environment.MEMORY;
        }

        @Override
        public String stack() {
            return "no bus: bytes from thread to thread";
        }

        @Override
        public LoadPath path(Workload workload, long run) {
            if (workload.consumers() > 1) {
                throw new IllegalArgumentException(
                        "Target noop has one consumer, but the workload asks for " + workload.consumers());
            }
            return new NoopPath(run, workload.event().size(), Sizes.of(workload).burst());
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
