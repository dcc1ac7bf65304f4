// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a body of at most so many bytes, and hangs up on one that has more. */
final class Limited<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> into;
    private final long limit;
    private Flow.Subscription subscription;
    private long taken;
    private boolean ended;

    Limited(BodySubscriber<T> into, long limit) {
        this.into = into;
        this.limit = limit;
    }

    @Override
    public CompletionStage<T> getBody() {
        return into.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        into.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        taken += pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        if (ended) {
            return;
        }
        if (taken > limit) {
            ended = true;
            subscription.cancel();
            into.onError(new TooLongException());
        } else {
            into.onNext(pieces);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!ended) {
            into.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!ended) {
            into.onComplete();
        }
    }

    /** The body has more bytes than are taken. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;
    }
}
