package io.triskel.aws.hosting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.hosting.operation.ConsumerFunctions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** The consumers' functions, invoked by Lambda's API with the right {@code lambda:InvokeFunction} on them. */
final class InvokedFunctions implements ConsumerFunctions {
    static final String VARIABLE = "TRISKEL_APP_FUNCTIONS";

    private static final String CONSUMER = "{consumer}";

    /** A function without SnapStart starts in 10 s at most (Lambda developer guide, "Lambda execution environment lifecycle"). */
    private static final Duration START = Duration.ofSeconds(15);

    private final AwsSettings settings;
    private final Function<AwsSettings, AwsClients> clients;
    private final String names;
    private final ObjectMapper json = new ObjectMapper();

    private InvokedFunctions(AwsSettings settings, Function<AwsSettings, AwsClients> clients, String names) {
        this.settings = settings;
        this.clients = clients;
        this.names = names;
    }

    /**
     * {@return the functions of a deployment}
     *
     * @param environment whose variable {@value #VARIABLE} is a function's name, with its alias or as an ARN, where {@code {consumer}}
     *     stands for the consumer
     * @param clients makes clients with the operator's credentials, closed after an invocation
     * @throws IllegalArgumentException if the variable is missing or wrong
     */
    static InvokedFunctions in(
            Map<String, String> environment, AwsSettings settings, Function<AwsSettings, AwsClients> clients) {
        String names = environment.getOrDefault(VARIABLE, "");
        if (!names.contains(CONSUMER)) {
            throw new IllegalArgumentException(VARIABLE
                    + (names.isEmpty() ? " is not set" : " is '" + names + "'")
                    + ", expected the name of the consumers' functions, such as orders-{consumer}:live;"
                    + " the file that the deployment writes has it");
        }
        return new InvokedFunctions(settings, clients, names);
    }

    /** {@return the name by which a consumer's function is invoked} */
    String name(String consumer) {
        return names.replace(CONSUMER, consumer);
    }

    @Override
    public byte[] invoke(String consumer, byte[] request, Duration within) {
        String function = name(consumer);
        AwsSettings patient = new AwsSettings(
                settings.region(),
                settings.endpoints(),
                settings.connectTimeout(),
                within.plus(START),
                settings.kmsKey());
        try (AwsClients made = clients.apply(patient)) {
            InvokeResponse answer = made.client(LambdaClient.builder(), "lambda")
                    .invoke(call -> call.functionName(function).payload(SdkBytes.fromByteArray(request)));
            if (answer.functionError() != null) {
                throw new IllegalStateException("function " + function + " failed: "
                        + error(answer.payload().asByteArray()));
            }
            return answer.payload().asByteArray();
        } catch (ResourceNotFoundException missing) {
            throw new IllegalStateException(
                    "function " + function + " does not exist in " + settings.region() + "; check " + VARIABLE,
                    missing);
        } catch (TooManyRequestsException throttled) {
            throw new IllegalStateException(
                    "function " + function + " is throttled; run this again when it is less busy: "
                            + throttled.getMessage(),
                    throttled);
        } catch (LambdaException refused) {
            throw new IllegalStateException(
                    (refused.statusCode() == 403
                                    ? "function " + function + " may not be invoked with these credentials: "
                                    : "function " + function + " could not be invoked: ")
                            + refused.getMessage(),
                    refused);
        } catch (SdkException unreachable) {
            throw new IllegalStateException(
                    "function " + function + " gave no answer: " + unreachable.getMessage(), unreachable);
        }
    }

    private String error(byte[] document) {
        try {
            JsonNode error = json.readTree(document);
            return error.path("errorType").asText("") + ": "
                    + error.path("errorMessage").asText("");
        } catch (IOException notJson) {
            return new String(document, StandardCharsets.UTF_8);
        }
    }
}
