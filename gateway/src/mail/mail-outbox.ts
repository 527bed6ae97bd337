/**
 * Mails on their way: what to write to whom, without the secret of its link. The relay makes that
 * when it sends (mail-relay.ts), so that no stored value opens anything.
 */
import type { Statements } from '../postgres.ts';

export type MailKind = 'VERIFY' | 'RESET' | 'ALREADY_REGISTERED' | 'INVITATION';

export interface MailOrder {
  readonly kind: MailKind;
  readonly address: string;
  readonly userId?: string;
  readonly invitationId?: string;
}

/** @param dueAt epoch ms */
export async function orderMail(tx: Statements, order: MailOrder, dueAt: number): Promise<void> {
  await tx.query(
    'INSERT INTO mail_outbox (kind, address, user_id, invitation_id, due_at) VALUES ($1, $2, $3, $4, $5)',
    [order.kind, order.address, order.userId ?? null, order.invitationId ?? null, dueAt],
  );
}
