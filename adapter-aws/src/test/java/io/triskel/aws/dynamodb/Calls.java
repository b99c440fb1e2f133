package io.triskel.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Notes each request that a client sends, and does to some what networks do. */
final class Calls implements ExecutionInterceptor {
    private final List<String> sent = new ArrayList<>();
    private Optional<String> lost = Optional.empty();
    private Optional<String> next = Optional.empty();
    private Runnable before = () -> {};

    /** The operations since the last time that this was asked, repetitions among them. */
    List<String> made() {
        List<String> made = List.copyOf(sent);
        sent.clear();
        return made;
    }

    /** The answer to the next request of this operation is lost, once it was carried out. */
    void loseNext(String operation) {
        lost = Optional.of(operation);
    }

    /** Once, before the next request of this operation. */
    void beforeNext(String operation, Runnable happens) {
        next = Optional.of(operation);
        before = happens;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String operation = operation(attributes);
        sent.add(operation);
        if (next.filter(operation::equals).isPresent()) {
            next = Optional.empty();
            before.run();
        }
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (lost.filter(operation(attributes)::equals).isEmpty()) {
            return context.httpResponse();
        }
        lost = Optional.empty();
        return context.httpResponse().copy(response -> response.statusCode(503));
    }

    private static String operation(ExecutionAttributes attributes) {
        return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }
}
