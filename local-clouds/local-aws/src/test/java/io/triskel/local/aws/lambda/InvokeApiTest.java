package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.fixture.ScriptFunction;
import io.triskel.local.aws.wire.AccessKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** The SDK's own client invokes a function. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class InvokeApiTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final Identities identities = Identities.enforced();
    private LambdaHost host;
    private LambdaClient owner;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        host = LambdaHost.start(
                folder.resolve("logs"),
                Path.of(System.getProperty("java.home")),
                InstantSource.system(),
                new FaultPlan(1),
                identities);
        host.alias(
                "live",
                host.deploy(FunctionDefinition.of("script", Deployment.zip(folder), ScriptFunction.class.getName())));
        owner = AwsClients.lambda(host.uri(), host.accessKey());
    }

    @AfterAll
    void close() {
        owner.close();
        host.close();
    }

    private static InvokeResponse invoke(LambdaClient client, String function, String payload) {
        return client.invoke(call -> call.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
    }

    @Test
    void a_function_is_invoked_by_its_name_an_alias_or_its_arn() {
        for (String name : List.of(
                "script", "script:live", "script:$LATEST", "000000000000:function:script", ARN + "script:live")) {
            InvokeResponse answer = invoke(owner, name, "{\"a\":1}");

            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            assertThat(answer.functionError()).isNull();
            assertThat(answer.payload().asUtf8String()).contains("\"a\":1");
        }
        assertThat(owner.invoke(call ->
                                call.functionName("script").qualifier("live").payload(SdkBytes.fromUtf8String("{}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_the_handler_throws_is_an_error_of_the_function_and_no_status() {
        InvokeResponse answer = invoke(owner, "script", "\"throw\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("errorMessage", "java.lang.IllegalStateException");
    }

    @Test
    void a_function_or_an_alias_that_does_not_exist_is_not_found() {
        for (String name : List.of("nobody", "script:dead", "111111111111:function:script")) {
            assertThatThrownBy(() -> invoke(owner, name, "{}"))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("Function not found: " + ARN);
        }
    }

    @Test
    void a_caller_needs_the_right_on_the_very_name_that_it_calls() {
        AccessKey key =
                identities.role("operator", List.of(new Permission("lambda:InvokeFunction", "function:script")));
        try (LambdaClient operator = AwsClients.lambda(host.uri(), key)) {
            assertThat(invoke(operator, "script", "{}").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> invoke(operator, "script:live", "{}"))
                    .isInstanceOfSatisfying(LambdaException.class, denied -> {
                        assertThat(denied.statusCode()).isEqualTo(403);
                        assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                    })
                    .hasMessageContaining(
                            "is not authorized to perform: lambda:InvokeFunction on resource: " + ARN + "script:live");
        }
    }

    @Test
    void a_busy_function_throttles() {
        host.faults().next(1, LambdaHost.INVOKE, new Fault.Refused("TooManyRequestsException"));

        assertThatThrownBy(() -> invoke(owner, "script", "{}"))
                .isInstanceOf(TooManyRequestsException.class)
                .hasMessageContaining("Rate Exceeded");
    }

    @Test
    void a_payload_of_more_than_6_mib_or_without_json_is_refused() {
        assertThatThrownBy(() -> invoke(owner, "script", "\"" + "x".repeat(6 << 20) + "\""))
                .isInstanceOf(RequestTooLargeException.class);
        assertThatThrownBy(() -> invoke(owner, "script", "no JSON"))
                .hasMessageContaining("Could not parse request body into json");
    }

    @Test
    void a_call_without_a_signature_is_refused() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(host.uri().resolve("/2015-03-31/functions/script/invocations"))
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
    }
}
