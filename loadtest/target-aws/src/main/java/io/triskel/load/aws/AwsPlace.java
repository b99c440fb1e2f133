package io.triskel.load.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.Tables;
import io.triskel.load.Environment;
import java.util.Map;

/** Where an AWS is, and which streams and tables of it are ours. */
interface AwsPlace extends AutoCloseable {
    Environment environment();

    /** Region and endpoints, as {@link io.triskel.aws.AwsSettings} reads them. */
    Map<String, String> variables();

    Names fresh(AwsClients clients);

    /** The same for those who only publish; the tables need not be there. */
    Names freshStream(AwsClients clients);

    @Override
    void close();

    /** A stream and tables that are there. */
    record Names(String stream, Tables tables) {}
}
