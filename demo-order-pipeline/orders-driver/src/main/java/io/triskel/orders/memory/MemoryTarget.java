package io.triskel.orders.memory;

import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetMain;
import java.io.IOException;
import java.util.OptionalLong;

/** The memory target as a process: requests on standard input, answers on standard output. */
public final class MemoryTarget {
    static final String NAME = "memory";

    private MemoryTarget() {}

    /** Ends with 0 when the run was completed, with 1 when it was not. */
    public static void main(String[] arguments) throws IOException {
        TargetMain.run(NAME, MemoryTarget::start);
    }

    static DrivenPipeline start(Style style, Languages languages, OptionalLong chaos, RunLog log, Observer observer) {
        if (!languages.equals(Languages.JAVA)) {
            throw new IllegalStateException("languages need a cloud: in memory every consumer is in one process");
        }
        Chaos trouble = chaos.isPresent() ? Chaos.seeded(chaos.getAsLong()) : Chaos.none();
        int parallel = trouble.on() ? 1 : Runtime.getRuntime().availableProcessors();
        return new DrivenMemory(new MemoryPipeline(style, trouble, parallel, log::event, observer));
    }
}
