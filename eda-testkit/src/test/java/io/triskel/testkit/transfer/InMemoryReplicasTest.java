package io.triskel.testkit.transfer;

import io.triskel.memory.InMemoryReplicas;
import io.triskel.testkit.ReplicasContract;
import io.triskel.transfer.Replicas;

class InMemoryReplicasTest extends ReplicasContract {
    private final Replicas replicas = new InMemoryReplicas();

    @Override
    protected Replicas replicas() {
        return replicas;
    }
}
