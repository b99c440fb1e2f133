package io.triskel.testkit.transfer;

import io.triskel.memory.InMemoryStores;
import io.triskel.testkit.ReplicasContract;
import io.triskel.transfer.Replicas;

class InMemoryReplicasTest extends ReplicasContract {
    private final Replicas replicas = new InMemoryStores().replicas();

    @Override
    protected Replicas replicas() {
        return replicas;
    }
}
