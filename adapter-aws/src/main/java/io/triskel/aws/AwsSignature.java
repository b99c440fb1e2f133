package io.triskel.aws;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Signs requests to function URLs with AuthType AWS_IAM, with the SDK's own signer. */
final class AwsSignature implements Credential {
    /**
     * The service name in the scope of a function URL's signature (Lambda developer guide, "Control access to Lambda
     * function URLs").
     */
    private static final String SERVICE = "lambda";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final String region;
    private final InstantSource clock;

    AwsSignature(AwsCredentialsProvider credentials, String region, InstantSource clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder().uri(address).method(SdkHttpMethod.fromValue(method));
        headers.forEach(unsigned::putHeader);
        AwsCredentials identity = identity(address);
        SignedRequest signed = signer.sign(request -> request.identity(identity)
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC)));
        Map<String, String> added = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signed.request().forEachHeader((name, values) -> added.put(name, String.join(",", values)));
        headers.keySet().forEach(added::remove);
        // The client adds the Host header itself, in the same form as it is signed here.
        added.remove("Host");
        return added;
    }

    private AwsCredentials identity(URI address) {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException none) {
            throw new PortException(
                    "There are no AWS credentials to sign the call to " + address + ": " + none.getMessage(), none);
        }
    }
}
