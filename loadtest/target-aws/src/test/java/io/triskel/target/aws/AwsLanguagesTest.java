package io.triskel.target.aws;

import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.orders.contracts.LanguagesContract;
import io.triskel.orders.memory.MemoryTarget;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AwsLanguagesTest extends LanguagesContract {
    /** With one shard, whose split makes two: a third less JVMs, and {@link AwsTargetTest} begins with two. */
    public static final class OneShard {
        private OneShard() {}

        /** As {@link AwsTarget}. */
        public static void main(String[] arguments) throws IOException {
            AwsTarget.run(LocalAwsSettings::withPermissions, Deployment.FEWEST_SHARDS, arguments);
        }
    }

    AwsLanguagesTest() {
        super(OneShard.class, MemoryTarget.class, "notification=node,fraud=python");
    }
}
