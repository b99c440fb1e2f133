package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.GetDocumentRequest;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.TransactionOptions;
import com.google.protobuf.Message;
import io.triskel.local.gcp.wire.Refusal;

/** Rejects requests for features that are not emulated, since an answer without them would be wrong. */
final class Unimitated {
    private static final String READ_TIME = "reads at a time";
    private static final String EXPLAIN = "explain";

    private Unimitated() {}

    static void in(GetDocumentRequest request) {
        known(request);
        refuse(request.hasReadTime(), READ_TIME);
    }

    static void in(BatchGetDocumentsRequest request) {
        known(request);
        refuse(request.hasReadTime(), READ_TIME);
        in(request.getNewTransaction());
    }

    static void in(ListDocumentsRequest request) {
        known(request);
        refuse(request.hasReadTime(), READ_TIME);
        refuse(!request.getTransaction().isEmpty(), "ListDocuments in a transaction");
        refuse(!request.getOrderBy().isEmpty(), "ListDocuments in another order than by name");
    }

    static void in(ListCollectionIdsRequest request) {
        known(request);
        refuse(request.hasReadTime(), READ_TIME);
        refuse(!request.getPageToken().isEmpty(), "pages of ListCollectionIds");
    }

    static void in(RunQueryRequest request) {
        known(request);
        known(request.getStructuredQuery());
        refuse(request.hasReadTime(), READ_TIME);
        refuse(request.hasExplainOptions(), EXPLAIN);
        in(request.getNewTransaction());
    }

    static void in(RunAggregationQueryRequest request) {
        known(request);
        known(request.getStructuredAggregationQuery());
        known(request.getStructuredAggregationQuery().getStructuredQuery());
        refuse(request.hasReadTime(), READ_TIME);
        refuse(request.hasExplainOptions(), EXPLAIN);
        in(request.getNewTransaction());
    }

    static void in(StructuredQuery query) {
        refuse(query.hasFindNearest(), "nearest neighbours");
    }

    static void in(TransactionOptions options) {
        known(options);
        refuse(options.getReadOnly().hasReadTime(), READ_TIME);
    }

    /** Rejects fields of a newer protocol. */
    static void known(Message message) {
        refuse(
                !message.getUnknownFields().asMap().isEmpty(),
                "fields of " + message.getDescriptorForType().getName() + " with the numbers "
                        + message.getUnknownFields().asMap().keySet());
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw Refusal.unimplemented(what);
        }
    }
}
