package io.triskel.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.publish.RejectionCause;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Every trouble is one of the core's causes; what may have been done is never said to be refused. */
class AwsErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "ResourceNotFoundException, NOT_FOUND",
        "AccessDeniedException, DENIED",
        "ExpiredTokenException, DENIED",
        "ProvisionedThroughputExceededException, THROTTLED",
        "EntityTooLarge, TOO_LARGE",
        "InvalidArgumentException, INVALID",
        "KMSInvalidStateException, TRANSIENT",
        "RequestExpired, TRANSIENT",
        "InternalFailure, UNKNOWN",
        "SomethingNewException, UNKNOWN"
    })
    void a_records_code_says_the_cause(String code, RejectionCause cause) {
        assertThat(AwsErrors.causeOfCode(code)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "401, DENIED",
        "403, DENIED",
        "404, NOT_FOUND",
        "413, TOO_LARGE",
        "429, THROTTLED",
        "418, INVALID",
        "500, UNKNOWN",
        "503, UNKNOWN"
    })
    void a_call_with_an_unknown_code_is_judged_by_its_status(int status, RejectionCause cause) {
        assertThat(AwsErrors.causeOf(answered("SomethingNewException", "new", status)))
                .isEqualTo(cause);
    }

    @Test
    void a_known_code_goes_before_the_status() {
        assertThat(AwsErrors.causeOf(answered("ServiceUnavailableException", "busy", 503)))
                .isEqualTo(RejectionCause.THROTTLED);
    }

    @Test
    void only_data_that_is_too_long_makes_a_validation_error_too_large() {
        String tooLong =
                "Value at 'records.1.member.data' failed to satisfy constraint: Member must have length less than"
                        + " or equal to 1048576";

        assertThat(AwsErrors.causeOf(answered("ValidationException", tooLong, 400)))
                .isEqualTo(RejectionCause.TOO_LARGE);
        assertThat(AwsErrors.causeOf(answered("ValidationException", "Value at 'streamName'", 400)))
                .isEqualTo(RejectionCause.INVALID);
    }

    @Test
    void a_connection_that_was_never_made_is_transient_and_a_lost_answer_unknown() {
        Exception never = SdkClientException.create("no", new IOException(new ConnectException("refused")));
        Exception lost = SdkClientException.create("no", new IOException("Unexpected end of file from server"));

        assertThat(AwsErrors.causeOf(new CompletionException(never))).isEqualTo(RejectionCause.TRANSIENT);
        assertThat(AwsErrors.causeOf(lost)).isEqualTo(RejectionCause.UNKNOWN);
    }

    private static AwsServiceException answered(String code, String message, int status) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .build();
    }
}
