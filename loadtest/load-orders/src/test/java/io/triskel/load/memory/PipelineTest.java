package io.triskel.load.memory;

import io.triskel.load.contracts.LevelContract;
import io.triskel.load.workload.Level;

class PipelineTest extends LevelContract {
    PipelineTest() {
        super(Level.PIPELINE, 20, MemoryLoad::pipeline);
    }
}
