/**
 * Whether a confidential ticket was spoken of in a call (Art. 20, 21), as SQL: the call's own ticket is one, or another that it opened or was
 * linked to, or one into which any of these was merged. Calls and their recordings are hidden by this one rule.
 * @param ticketNo SQL of the number of the call's own ticket
 * @param call SQL of the call's id
 */
export const isSpokenSecret = (ticketNo: string, call: string): string => `EXISTS (
    WITH RECURSIVE spoken (no) AS (
      SELECT ${ticketNo} UNION SELECT s.no FROM tickets s WHERE s.call_id = ${call}
      UNION SELECT l.no FROM ticket_calls l WHERE l.call_id = ${call}
      UNION SELECT json_extract(s.life, '$.mergedInto') FROM spoken JOIN tickets s ON s.no = spoken.no WHERE s.stage = 'merged')
    SELECT 1 FROM spoken JOIN tickets s ON s.no = spoken.no WHERE s.level = 'confidential')`;
