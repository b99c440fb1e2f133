package io.triskel.testkit.projection;

import io.triskel.memory.InMemoryStores;
import io.triskel.projection.ReadModel;
import io.triskel.testkit.ReadModelContract;

class InMemoryReadModelTest extends ReadModelContract {
    private final ReadModel readModel = new InMemoryStores().readModel();

    @Override
    protected ReadModel readModel() {
        return readModel;
    }
}
