package io.triskel.target.aws;

import io.triskel.orders.contracts.LanguagesContract;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AwsLanguagesTest extends LanguagesContract {
    AwsLanguagesTest() {
        super(StrictAwsTarget.class, MemoryTarget.class, "notification=node,fraud=python");
    }
}
