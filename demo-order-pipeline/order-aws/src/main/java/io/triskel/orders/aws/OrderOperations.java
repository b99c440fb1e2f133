package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.operation.OperatorTalk;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** An operator's process for a pipeline on AWS, deployed or local: {@code ./triskel ops aws}. */
public final class OrderOperations {
    private OrderOperations() {}

    /** Answers one request; the environment says where the pipeline is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), OrderOperations::site);
    }

    private static OperatorTalk.Site site(Map<String, String> environment) {
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        return new OperatorTalk.Site(
                AwsPorts.of(
                        settings,
                        AwsClients.of(settings.aws()),
                        InstantSource.system(),
                        Observer.none(),
                        Runnable::run),
                settings.style());
    }
}
