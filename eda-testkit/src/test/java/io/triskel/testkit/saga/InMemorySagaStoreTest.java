package io.triskel.testkit.saga;

import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.SagaStore;
import io.triskel.testkit.SagaStoreContract;

class InMemorySagaStoreTest extends SagaStoreContract {
    @Override
    protected SagaStore create() {
        return new InMemorySagaStore();
    }
}
