package io.triskel.local.gcp;

import com.google.pubsub.v1.Subscription;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.EventTrigger;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.FunctionUrl;
import io.triskel.local.gcp.iam.Binding;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ReadmePage {
    private ReadmePage() {}

    static void roles(LocalGcp gcp, Path jar) {
        String account = "saga@p.iam.gserviceaccount.com";
        gcp.policies().give(account, List.of(new Binding("roles/pubsub.publisher", "projects/p/topics/orders")));
        CloudFunction function = gcp.functions()
                .deploy(FunctionDefinition.of("saga", jar, "pkg.Saga")
                        .withServiceAccount(account)
                        .withEnvironment(gcp.environment(account)));
        Set<String> refused = gcp.policies().refused(); // by account and permission
        Map<String, Set<String>> unused = gcp.policies().unused(); // bindings that no call needed
    }

    static void everything(Path folder, Path jar, CloudFunction otherFunction) {
        try (LocalGcp gcp = LocalGcp.start(LocalGcpSettings.in(folder))) {
            PubSubTopic orders = gcp.pubSub().createTopic("projects/p/topics/orders");
            PubSubSubscription saga = gcp.pubSub()
                    .createSubscription(Subscription.newBuilder()
                            .setName("projects/p/subscriptions/saga")
                            .setTopic(orders.name())
                            .setEnableMessageOrdering(true)
                            .build());
            CloudFunction function = gcp.functions()
                    .deploy(FunctionDefinition.of("saga", jar, "pkg.Saga").withEnvironment(gcp.environment()));
            EventTrigger trigger = gcp.functions().trigger(saga, function);
            FunctionUrl url = gcp.functions().url(otherFunction, Set.of("notifier@p.iam.gserviceaccount.com"));
            String token = gcp.issuer()
                    .idToken("notifier@p.iam.gserviceaccount.com", url.uri().toString());
        }
    }
}
